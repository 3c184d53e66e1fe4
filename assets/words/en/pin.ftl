# A certificate that is trusted, and a site that moved.
pin-moved = { $by } says that this login belongs to { $to } now. No key was sent there.
pin-says = It trusts one certificate: "{ $subject }", SHA-256 ending in { $end }.
pin-unknown-address = It is none of the addresses that psa-connect knows of this PSA.
