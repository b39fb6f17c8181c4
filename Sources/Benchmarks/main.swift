// Ratios within one run, median of several rounds; absolute times are only told beside them.

print("ratio                                                          measured   budget")
try await measureUnchangedSession()
try await measureManySessions()
try await measureTemplate()
