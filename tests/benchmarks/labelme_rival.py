"""Run by labelme's own interpreter: its start and its next photographs, as JSON.

Nothing of ours is imported. It is driven through its own window, by what its key for
the next photograph calls; that is shown when the window was painted with it.
"""

import json
import sys
import time


def main(folder, count):
    """Open a folder, go through it, and print the times."""
    from PyQt5 import QtCore, QtWidgets

    application = QtWidgets.QApplication(sys.argv[:1])
    from labelme.app import MainWindow

    window = MainWindow(file_or_dir=folder)
    window.resize(1920, 1080)
    window.show()
    _settle(application, QtCore)
    ready = time.time()
    shown = []
    for _ in range(count):
        began = time.perf_counter()
        window._open_next_image()
        window.repaint()
        _settle(application, QtCore)
        shown.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(json.dumps({"ready": ready, "next": shown}) + "\n")
    sys.stdout.flush()


def _settle(application, core):
    """Let the window do what is waiting to be done."""
    for _ in range(3):
        application.sendPostedEvents()
        application.processEvents(core.QEventLoop.AllEvents, 50)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
