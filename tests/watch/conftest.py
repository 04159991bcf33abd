"""A browser without a window, for the tests of the page: Debian's chromium, driven by selenium."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack

import pytest

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
)


@pytest.fixture(scope="session")
def open_browser(tmp_path_factory) -> Callable:
    """Open a browser of this size with these flags and a fresh profile; all are closed in the end."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("needs chromium and chromedriver (apt-get install chromium chromium-driver)")

    def open_one(*flags, size=(1280, 800)):
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        profile = tmp_path_factory.mktemp("profile")
        for flag in (*FLAGS.split(), f"--user-data-dir={profile}", "--window-size={},{}".format(*size), *flags):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        opened.set_script_timeout(60)
        to_close.callback(opened.quit)
        return opened

    with ExitStack() as to_close:
        yield open_one
