"""Services that know entities, asked for names that the graph has no link for: only when a person says so.

`messages`, `manifest`, `suggestions`, `extension` are the messages of the W3C Reconciliation Service API 0.2, for a
client and for a service; `wire` reads and writes them. `service` asks any such service, `wikidata` the API of Wikidata,
both through `http`, the one door to the network. `answers` keeps what was answered on disk. `proposals` makes mappings
of candidates, for a person to decide.

`schema`, `entities`, `matching`, `suggesting` and `extending` are the other side: what a service over a store answers.
"""
