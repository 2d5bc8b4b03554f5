"""The applicant's own evidence: reading their CSV or XLSX and finding the program each row is about.

    table = read_table("my programs.xlsx", content)
    mapping = guess_mapping(table.headers)
    result = match_programs(table, mapping, facts.programs)
    evidence, rejected = to_evidence(result, accepted={})

Nothing here writes to disk, runs a formula or fills an unknown with a value.
"""
