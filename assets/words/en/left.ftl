# What is left to do in the PSA.
left-set-to = set to { $needed }
left-action-to = { $actions } to { $level }
left-set = set { $levels }
left-line = { $menu }: { $todo }
left-line-optional = { $menu }: { $todo } (optional)
left-heading = { $n ->
        [one] { $n } thing left to set
       *[other] { $n } things left to set
    }
left-lift-it = lift the limit that hides rows
left-lift = lift the limit that hides rows ({ $hidden } of { $of } { $rows })
left-lift-example = lift the limit that hides rows ({ $hidden } of { $of } { $rows }, such as { $example })
