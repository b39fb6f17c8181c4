/// The order of texts for readers, which `localeCompare` answers.
enum Collation {}
