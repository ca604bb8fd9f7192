"""The commands of the command line, one a file. What costs is imported when a command runs, not when it is listed."""
