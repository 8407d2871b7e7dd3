"""Number expressions: atoms → numeral → unit → bound, each a module of its own."""
