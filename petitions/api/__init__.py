"""REST endpoints of the petitions app: input serializer → service → output serializer."""
