// Every test owns two cores' worth of real processes: they run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
