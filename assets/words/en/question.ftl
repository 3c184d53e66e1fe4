# The questions, and what a yes does.
question-replace = A connection of this name exists. Replace it?
question-replace-risk = This login takes the place of the saved one. After a no, another name can be chosen.
question-remove = Remove "{ $name }" and its secret from this host?
question-remove-risk = Its files in { $directory } are deleted. The key in the PSA stays.
question-throw-away = Throw the answers for { $what } away?
question-throw-away-risk = They cannot be taken up then. Saved connections stay as they are.
question-trust = Does the PSA's administrator confirm this SHA-256?
question-trust-risk = Ask first, by telephone for instance. After a yes exactly this certificate is trusted, at this site only. Any other stops the connection.
question-changed = The server shows another certificate than the trusted one. Was it renewed?
question-changed-risk = If not, somebody else answers in its place. No key was sent. Ask the PSA's administrator which it is.
question-unpin = Forget this certificate and trust this host's authorities again?
question-unpin-risk = Then any certificate that they vouch for passes, and this one only if they do. The test runs again.
question-old-key = Send the old key once, to see that it is refused?
question-move = Send the keys to the new address from now on?
question-move-risk = They go there only after a yes, and no more to the old one. Check the address with your vendor's notice.
question-vouch-set = Have you seen in the PSA that this is set?
question-vouch-gone = Have you looked in the PSA, and are these rows gone?
question-vouch-risk = A yes is recorded as your word, with your name and the time. It is no proof.
question-take-back = Take back what was confirmed by hand?
question-take-back-risk = After a yes this counts as not checked again. You can confirm it anew.

# Their titles, where there is something to compare.
question-trust-title = Trust this certificate?
question-changed-title = The certificate has changed
question-unpin-title = Forget the pinned certificate?
question-move-title = Use the new site?
question-vouch-title = Confirm this by hand?
question-take-back-title = Confirmed by hand
question-certificate-shown = SHA-256 of the certificate that the server shows:
question-certificate-trusted = SHA-256 of the trusted one:
question-certificate-shown-now = SHA-256 of the one that the server shows now:
question-certificate-for = For: { $subject }
question-certificate-by = By: { $issuer }
question-certificate-valid = Valid: { $from } to { $to }
question-keys-went-to = The keys went to:
question-psa-names = The PSA names { $site }:
question-vouch-at = Where to look: { $menu }

# No.
question-no-keep-it = No, keep it
question-no-trust = No, do not trust it
question-no-stop = No, stop here
question-no-send = No, do not send it
question-no-stay = No, stay
question-no-vouch = No, leave it open
question-no-take-back = No, leave it confirmed

# Yes.
question-yes-replace = Yes, replace it
question-yes-remove = Yes, remove it
question-yes-throw-away = Yes, throw it away
question-yes-trust = Yes, trust exactly this one
question-yes-look = Yes, it was renewed: look at it
question-yes-forget = Yes, forget it
question-yes-send = Yes, send it once
question-yes-move = Yes, use the new site
question-yes-set = Yes, it is set
question-yes-gone = Yes, they are gone
question-yes-take-back = Yes, take it back
