"""Every request that is understood, parameter by parameter."""

from tests.standins.stripe.forms import (
    Shape,
    currency,
    email,
    flag,
    metadata,
    one_of,
    switch,
    text,
    web_address,
    whole,
)

_ANY_TIME = 9_999_999_999
_CREATED: Shape = {f"{word}?": whole(0, _ANY_TIME) for word in ("gt", "gte", "lt", "lte")}

READ: Shape = {"expand?": [text()]}
LIST: Shape = {
    "limit?": whole(1, 100),
    "starting_after?": text(),
    "ending_before?": text(),
    "created?": _CREATED,
    "expand?": [text()],
}

SESSION: Shape = {
    "mode": one_of("payment", "setup", "subscription"),
    "success_url": web_address,
    "cancel_url?": web_address,
    "client_reference_id?": text(200),
    "customer_email?": email,
    "expires_at?": whole(0, _ANY_TIME),
    "metadata?": metadata,
    "line_items": [
        {
            "quantity?": whole(1),
            "price_data": {
                "currency": currency,
                "unit_amount": whole(0),
                "product_data": {"name": text(), "description?": text()},
            },
        }
    ],
    "payment_intent_data?": {
        "application_fee_amount?": whole(1),
        "description?": text(1000),
        "metadata?": metadata,
        "transfer_data?": {"destination": text()},
    },
    "expand?": [text()],
}
SESSIONS: Shape = {**LIST, "status?": one_of("open", "complete", "expired")}

REFUND: Shape = {
    "payment_intent": text(),
    "amount?": whole(1),
    "reason?": one_of("duplicate", "fraudulent", "requested_by_customer"),
    "refund_application_fee?": flag,
    "reverse_transfer?": flag,
    "metadata?": metadata,
    "expand?": [text()],
}
REFUNDS: Shape = {**LIST, "payment_intent?": text(), "charge?": text()}
DISPUTES: Shape = {**LIST, "payment_intent?": text(), "charge?": text()}

PAYOUT: Shape = {
    "amount": whole(1),
    "currency": currency,
    "description?": text(1000),
    "metadata?": metadata,
    "method?": one_of("standard", "instant"),
    "statement_descriptor?": text(22),
    "expand?": [text()],
}
PAYOUTS: Shape = {**LIST, "status?": one_of("pending", "paid", "failed", "canceled")}
TRANSACTIONS: Shape = {
    **LIST,
    "payout?": text(),
    "type?": text(),
    "currency?": currency,
    "source?": text(),
}

_INCLUDED = one_of(
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
)
_COLLECTOR = one_of("application", "stripe", "application_custom", "application_express")
READ_ACCOUNT: Shape = {"include?": [_INCLUDED]}
ACCOUNT: Shape = {
    "display_name?": text(500),
    "contact_email?": email,
    "contact_phone?": text(40),
    "dashboard?": one_of("express", "full", "none"),
    "identity?": {"country": text(2), "entity_type?": text(40)},
    "defaults?": {
        "currency?": currency,
        "responsibilities?": {"fees_collector": _COLLECTOR, "losses_collector": _COLLECTOR},
    },
    "configuration?": {
        "recipient?": {
            "capabilities?": {"stripe_balance?": {"stripe_transfers?": {"requested": switch}}}
        }
    },
    "include?": [_INCLUDED],
    "metadata?": metadata,
}
ACCOUNT_LINK: Shape = {
    "account": text(),
    "use_case": {
        "type": one_of("account_onboarding"),
        "account_onboarding": {"refresh_url": web_address, "return_url?": web_address},
    },
}
