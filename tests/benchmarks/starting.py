"""The window with a study, from the start of the process until it can be used.

Run in a process of its own; prints the time of day, in seconds, at which the window had
been painted with the study and nothing more was waiting to be done.
"""

import sys
import tempfile
import time
from pathlib import Path


def main(study: str) -> None:
    """Do what the program does, and end when the window is there."""
    from PySide6.QtCore import QSettings, QTimer

    from gui.application import new_application, new_context
    from gui.errors import ErrorReporter
    from gui.main_window import MainWindow

    application = new_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        context = new_context(application, ErrorReporter(), settings)
        window = MainWindow(context)
        window.resize(1920, 1080)
        window.show()
        window.open_file(Path(study))
        idle = QTimer(interval=0)

        def tell() -> None:
            # A timer of no interval fires when nothing else is waiting.
            if context.jobs.is_busy() or not context.study.is_open:
                return
            window.grab()
            sys.stdout.write(f"{time.time()}\n")
            idle.stop()
            window.close()
            application.quit()

        idle.timeout.connect(tell)
        idle.start()
        application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
