"""The endpoints of a protocol, computed from a study; primary ones first."""
