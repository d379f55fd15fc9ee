"""From a mail's name and its facts to a Mail: `<domain>/mails/<name>.txt` and `.html`."""

from typing import Any

import css_inline
from flask import current_app, render_template

from studiobook.mail.message import Mail

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def compose(
    name: str,
    *,
    to_address: str,
    to_name: str,
    identity: str,
    calendar: str | None = None,
    reply_to: str | None = None,
    **facts: Any,
) -> Mail:
    """Render `mails/<name>`; the first line of the text is the subject, then an empty line."""
    facts["base_url"] = current_app.config["BASE_URL"]
    facts["to_name"] = to_name
    subject, _blank, text = render_template(f"mails/{name}.txt", **facts).partition("\n")
    html = render_template(f"mails/{name}.html", subject=subject.strip(), **facts)
    return Mail(
        to_address=to_address,
        to_name=to_name,
        subject=subject.strip(),
        text=text.strip() + "\n",
        html=_inliner.inline(html),
        identity=identity,
        calendar=calendar,
        reply_to=reply_to,
    )
