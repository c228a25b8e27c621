"""The demo archive: letters that our own code writes and draws. Nobody in it is real."""
