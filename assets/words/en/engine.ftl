# What a job cannot do, and what to do then.
engine-unknown-psa = this psa-connect does not know the PSA "{ $psa }"
engine-unknown-integration = the integration "{ $integration }" is not known for { $psa }
engine-unknown-integration-next = Give its file with --integration, or choose another integration.
engine-no-such-right = the integration needs no right "{ $right }"
engine-no-such-right-next = Run the whole test.
engine-turned-away = The login was turned away in the middle, so this was not asked. Run the test again.
engine-known-there-as = { $says } ({ $name })
engine-no-last-test-next = Test { $name } first, or go on without a comparison.

# A file that is written beside the program.
engine-file-unwritten-next = Start psa-connect in a directory that you may write to.
engine-files-in-the-way = { $file } and 98 more of that name are there already
engine-uid = uid { $n }

# Logins that were refused.
engine-maybe-refused = just these values were sent to { $host } { $last } and no reply was seen, so nobody knows whether they were refused; they were not sent again
engine-refused-times = { $n ->
        [one] Refused once within the last hour. { $lockout }
       *[other] Refused { $n } times within the last hour. { $lockout }
    }
engine-refusal-unkept = Only this run of psa-connect remembers the refusal: { $fault }. { $remedy }

# The key before the last switch.
engine-no-old-key = there is no old key of { $name } to check: { $why }
engine-no-old-key-next = The key before the last switch can be checked until it is seen dead, and until the connection is saved again.
engine-old-nothing-kept = nothing is kept of the connection before this one
engine-old-other-login = the connection before this one was of another login, not of an older key of this one
engine-old-same-key = the connection before this one had the same key
engine-old-undone = the last save was undone, so the older key is the one in use
