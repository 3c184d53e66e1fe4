# A login that was refused.
refused-counts = { $risk } A refused login counts each time; mend it first if you can.

refused-times = { $n ->
        [0] This login may have been refused before. Send it once more?
        [one] This login was refused once. Send it once more?
       *[other] This login was refused { $n } times. Send it once more?
    }
