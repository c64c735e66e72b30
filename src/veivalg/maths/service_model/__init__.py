"""The one model of care: people → users → places and hours → årsverk → kroner."""
