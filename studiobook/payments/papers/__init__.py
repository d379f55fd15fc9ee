"""What guests and studios take home about money: the receipt, the invoice, the credit note."""
