"""What we remember. Every function takes a transaction first and none of them commits."""
