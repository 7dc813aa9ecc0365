"""Correcting a registration (更正登记, 条例第二十一条): what was written down wrongly is put right, and both stay on record."""
