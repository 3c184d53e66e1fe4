# What is behind a refused login.
hint-not-the-apis-own = The refusal came as { $saw }, which the API does not send: something in front of the PSA may want a login of its own.
hint-spelling = The PSA itself spells the company ID "{ $company }": try that spelling.

# What it usually is, by PSA.
hint-autotask-secret = The secret or the user name may be wrong: use the user name (key) of the API user, not its e-mail, and generate a new secret if in doubt.
hint-autotask-locked = The account may be locked or inactive; its page in Autotask shows it.
hint-autotask-level = It may not be an API user: only the security level "API User (API-only)" can log in here.
hint-autotask-zone = It may be of another zone than this one.
hint-autotask-tracking = The tracking identifier may be wrong: compare it with the API user's page.
hint-autotask-new = A new API user needs up to 5 minutes before it works.
hint-autotask-again = Check before you try again: each refused try counts, and the account locks after a few.
hint-connectwise-keys = The keys may be mistyped, swapped or revoked: copy both again, or make a new pair on the member's tab API Keys.
hint-connectwise-password = A member's own password does not work here; the private key is needed, which was shown once when it was made.
hint-connectwise-inactive = The API member may be inactive.
hint-connectwise-company = The company ID must be the short name from the login page.
hint-connectwise-region = The keys may be of another region: each region knows only its own.
