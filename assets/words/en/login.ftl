# The fifth step: the login.
login-title = Enter the API user's login
login-title-second-key = Enter the second key
login-lead = Paste one value at a time, or a whole note. Nothing is sent before Test.
login-sent-to = They will be sent to { $origin } only.
login-sent-to-short = To { $origin }

# The fields.
login-empty = Empty. Type or paste it, for example { $example }.
login-fields-empty-remedy = Nothing was sent. Fill them in, then go on.
login-removed = Removed { $what }.
login-end-too-short = too short to show its end
login-end = ends in { $tail }

# A pasted note.
login-understood = Understood from what you pasted
login-understood-plain = { $label }: { $value }
login-understood-secret = { $label }: { $n } characters
login-note-other-fields = Only a second key of the same API user is entered here; to change the rest, use Edit.
login-look-up-asks = Look up asks who knows it.
login-test-sends = Test sends it.
login-paste-not-used = What you pasted is not used yet.
login-paste-not-used-remedy = Press "Use what was pasted", or "Drop it".
login-paste-not-used-in-lines = Answer m, then "Use what was pasted", or "Drop it".

# The sandbox's login.
login-filled-in = The sandbox's login is filled in.
login-fill-sandbox = Sandbox's login
login-swapped = "{ $one }" and "{ $other }" look as if they had changed places.
login-swapped-remedy = Nothing was sent: a refusal would count against the user. Press "Swap them", or go on once more to send them as they are.
login-swapped-in-lines = Nothing was sent: a refusal would count against the user. Answer m, then "Swap them", or go on once more to send them as they are.
login-use-pasted = Use what was pasted
login-drop-pasted = Drop it
login-show-ends = Show ends
login-hide-ends = Hide ends
login-test = Test

# Going on.
login-fields-empty = { $n ->
        [one] One field is still empty.
       *[other] { $n } fields are still empty.
    }
