"""Invoices and credit notes on paper: what was frozen when they were issued, and nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from studiobook.payments.invoice_content import TAX
from studiobook.payments.models import Invoice, InvoiceKind
from studiobook.payments.papers.wording import given, signed
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import zone_label
from studiobook.web.paper import Paper, PaperRow, PaperTable, Party, page_size
from studiobook.web.templating import day, money, span

#: The marketplace's part is no sale of the studio's; see docs/money.md.
FEE_NOTE = (
    "The service fee is charged by Studiobook for its marketplace, and collected by the studio"
    " together with the price on Studiobook’s behalf."
)
NO_TAX_NOTE = "No tax is added: the prices include whatever taxes the seller owes."
TITLES = {InvoiceKind.INVOICE: "Invoice", InvoiceKind.CREDIT_NOTE: "Credit note"}


def invoice_paper(
    invoice: Invoice, *, related: Sequence[Invoice], paid_at: datetime | None
) -> Paper:
    """The document; `related` is everything that was issued for its booking."""
    content = invoice.content_json
    return Paper(
        title=f"{TITLES[invoice.kind]} {invoice.label}",
        author=content["seller"][0],
        dated_at=invoice.issued_at.isoformat(),
        stamp=_stamp(invoice, related, paid_at),
        parties=(
            Party("Seller", tuple(content["seller"])),
            Party("Buyer", tuple(content["buyer"])),
        ),
        facts=_facts(invoice),
        tables=(_credited(invoice) if _is_credit(invoice) else _invoiced(invoice),),
        notes=tuple(_notes(content)),
        footer=content["footer"],
        size=page_size(content["country"]),
    )


def _is_credit(invoice: Invoice) -> bool:
    return invoice.kind is InvoiceKind.CREDIT_NOTE


def _stamp(invoice: Invoice, related: Sequence[Invoice], paid_at: datetime | None) -> str:
    """Where it stands."""
    if invoice.corrects is not None:
        why = "replaced by a corrected one" if invoice.replaces else "what was given back of it"
        return f"For invoice {invoice.corrects.label}: {why}"
    credits_of_it = [other for other in related if other.corrects_id == invoice.id]
    if any(other.replaces for other in credits_of_it):
        labels = ", ".join(other.label for other in credits_of_it)
        return f"Taken back by {labels}; a corrected invoice was issued"
    paid = f"Paid on {_day(paid_at, invoice)}" if paid_at is not None else "Paid"
    if not credits_of_it:
        return paid
    back = sum(other.total_minor for other in credits_of_it)
    labels = ", ".join(other.label for other in credits_of_it)
    return f"{paid}; {money(Money(back, invoice.currency))} credited by {labels}"


def _facts(invoice: Invoice) -> tuple[tuple[str, str], ...]:
    content = invoice.content_json
    starts, ends = (datetime.fromisoformat(content[at]) for at in ("starts_at", "ends_at"))
    slot, zone = Timeslot(starts, ends), content["zone"]
    return (
        ("Number", invoice.label),
        ("Date", _day(invoice.issued_at, invoice)),
        *((("Refers to", _referred(invoice.corrects)),) if invoice.corrects is not None else ()),
        ("Date of supply", f"{span(slot, zone)}, {zone_label(starts, zone)}"),
        ("Place of supply", f"{content['room']}, {content['studio']}"),
        ("Booking", content["code"]),
    )


def _referred(invoice: Invoice) -> str:
    return f"Invoice {invoice.label} of {_day(invoice.issued_at, invoice)}"


def _day(at: datetime, invoice: Invoice) -> str:
    return day(at, invoice.content_json["zone"])


def _invoiced(invoice: Invoice) -> PaperTable:
    lines, currency = invoice.content_json["lines"], invoice.currency
    rows = [line for line in lines if line["kind"] != TAX]
    taxes = [line for line in lines if line["kind"] == TAX]
    net = invoice.total_minor - invoice.tax_minor
    sums = [PaperRow("Total", "", money(invoice.total))]
    if taxes:
        before = PaperRow("Before tax", "", money(Money(net, currency)))
        sums = [before, *(_row(line, currency) for line in taxes), *sums]
    return PaperTable("What was booked", tuple(_row(line, currency) for line in rows), tuple(sums))


def _row(line: dict[str, Any], currency: str) -> PaperRow:
    return PaperRow(line["label"], line["detail"], signed(Money(line["amount_minor"], currency)))


def _credited(invoice: Invoice) -> PaperTable:
    """One line: a share of everything that was invoiced, with the tax's share of it."""
    net = Money(invoice.total_minor - invoice.tax_minor, invoice.currency)
    whole = invoice.corrects is not None and invoice.total_minor == invoice.corrects.total_minor
    label = "The whole of the invoice" if whole else "A part of the invoice, of each line its share"
    sums = [PaperRow("Total credited", "", given(invoice.total))]
    if invoice.tax_minor:
        names = [line for line in invoice.content_json["lines"] if line["kind"] == TAX]
        name = f"{names[0]['label']} {names[0]['detail']}".strip()
        sums.insert(0, PaperRow(name, "", given(Money(invoice.tax_minor, invoice.currency))))
    return PaperTable("What is credited", (PaperRow(label, "", given(net)),), tuple(sums))


def _notes(content: dict[str, Any]) -> list[str]:
    kinds = {line["kind"] for line in content["lines"]}
    notes = [FEE_NOTE] if "fee" in kinds else []
    return notes if TAX in kinds else [*notes, NO_TAX_NOTE]
