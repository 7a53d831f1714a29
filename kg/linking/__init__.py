"""Which things the names of an article stand for: places of GeoNames, actors of the authority, or none of these."""

from kg.linking.identification import identify
from kg.linking.knowledge import Knowledge, open_knowledge

__all__ = ["Knowledge", "identify", "open_knowledge"]
