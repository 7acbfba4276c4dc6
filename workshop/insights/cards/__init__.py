"""The transfer card on a phone: three screens, each saved by itself."""
