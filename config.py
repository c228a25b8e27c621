"""Default settings; read by archive.settings as a file, never imported.

Each may be changed in archive.toml inside the data folder, in lower case,
or in the environment as ARCHIVE_<NAME>.
"""

DATABASE_URL = (
    "sqlite:///{data}/archive.sqlite"  # where the record is kept; {data} is the data folder
)
ARCHIVE_NAME = "Testimony archive"  # what the screens call this archive
LANGUAGES = ("eng", "spa")  # languages that a page may be read in, the first unless told otherwise
SESSION_IDLE_MINUTES = 30  # a session ends after so long without a request
SESSION_HOURS = 12  # a session ends after so long in any case
LOGIN_ATTEMPTS = 5  # wrong passwords for one name before it has to wait
LOGIN_WAIT_MINUTES = 15  # how long it has to wait then
COOKIE_SECURE = (
    False  # send cookies over https only; set it wherever the archive is not on 127.0.0.1
)
UPLOAD_MB = 200  # the largest file taken, in megabytes
PAGE_LIMIT = 1000  # the most pages taken from one file
PAGE_MEGAPIXELS = 150  # the largest page image taken, in millions of pixels
READ_SECONDS = 180  # the longest that reading one page may take
READ_MEMORY_MB = 2000  # the most memory that reading one page may take
WORKERS = 2  # processes that read pages beside the web server
JOB_ATTEMPTS = 3  # how often a page is tried before it is set aside for a person
LEASE_SECONDS = 30  # a job whose worker has not been heard of for so long is given to another
DEMO = False  # show the banner which says that nothing here is real
