"""One spelling of what Russian writes in several: names are compared and searched in it and shown as typed."""


def folded(text: str) -> str:
    """Small letters, ё as е: `Берёзовый` and `БЕРЕЗОВЫЙ` are one word."""
    return text.lower().replace("ё", "е")
