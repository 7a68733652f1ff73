"""Settings from the environment: what is wrong is told in a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from workbench.environment import MailServer, mail_server


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("", MailServer()),
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, starttls=True)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, tls_from_the_start=True)),
        ("smtp://127.0.0.1:25?tls=off", MailServer("127.0.0.1", 25)),
        (
            "smtp://desk%40example.org:p%3Aw@mail.example.org:2525",
            MailServer("mail.example.org", 2525, "desk@example.org", "p:w", starttls=True),
        ),
    ],
)
def test_a_mail_server_is_one_address(
    given: str, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    assert mail_server("EMAIL_URL") == server


@pytest.mark.parametrize(
    "given", ["mail.example.org", "http://x.org", "smtp://", "smtp://x:port", "smtp://x?tls=no"]
)
def test_an_address_of_no_mail_server_is_told(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read"):
        mail_server("EMAIL_URL")
