"""Browsers inside other apps, in which Google refuses to sign anybody in."""

MARKS = (
    "FBAN/",
    "FBAV/",
    "FB_IAB",
    "Instagram",
    "Line/",
    "MicroMessenger",
    "Twitter",
    "LinkedInApp",
    "Snapchat",
    "Pinterest/",
    "musical_ly",
    "BytedanceWebview",
    "TikTok",
    "GSA/",
    "; wv)",
)


def is_in_app_browser(user_agent: str) -> bool:
    """Whether this looks like such a browser; a wrong guess only changes what is offered."""
    return any(mark in user_agent for mark in MARKS)
