"""The currencies of ISO 4217 and how many minor digits each of them has."""

_DEFAULT_EXPONENT = 2

# What people pay with; the funds, metals and test codes of ISO 4217 (XAU, XTS …) are left out.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

_CURRENCIES = frozenset(_CODES.split())

_OTHER_EXPONENTS = {
    **dict.fromkeys(_NO_DIGITS.split(), 0),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
}


class UnknownCurrency(ValueError):
    """The code is no ISO 4217 currency."""


def is_currency(code: str) -> bool:
    """Whether `code` is an upper-case ISO 4217 code that money can be in."""
    return code in _CURRENCIES


def exponent(code: str) -> int:
    """How many decimal digits one unit has: USD 2, JPY 0, KWD 3.

    Raises UnknownCurrency.
    """
    if code not in _CURRENCIES:
        raise UnknownCurrency(f"{code!r} is not a currency")
    return _OTHER_EXPONENTS.get(code, _DEFAULT_EXPONENT)
