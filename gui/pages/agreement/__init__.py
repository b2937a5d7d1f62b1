"""How well raters agree, and what to do where they do not."""
