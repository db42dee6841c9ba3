"""Recipients: the importer and its grid."""
