namespace Relevo.Resilience.Tests.Alerts;

/// <summary>Draws what happens on a day: in each hour one thing at most, so that every page has one label.</summary>
internal sealed class DayPlan(Random random)
{
    public const double Day = 24 * Hour;

    /// <summary>The hour of planned work; the clock of the replay begins at 12:00, so it is from 14:00 on.</summary>
    public const int PlannedHour = 2;

    private const double Hour = 3600;
    private const double Minute = 60;
    private const double LongestBlip = 30;

    private static readonly HappeningKind[] Harmless = [.. Enum.GetValues<HappeningKind>().Where(k => k is < HappeningKind.ComponentDown and not HappeningKind.PlannedWork)];
    private static readonly HappeningKind[] Incidents = [.. Enum.GetValues<HappeningKind>().Where(k => k >= HappeningKind.ComponentDown)];

    /// <summary>A day with so many incidents and harmless happenings. The kinds take turns over the days, so that none is rare.</summary>
    public static IReadOnlyList<Happening> Draw(Random random, int day, int incidents, int harmless)
    {
        var plan = new DayPlan(random);
        var hours = Enumerable.Range(0, 24).Where(h => h != PlannedHour).ToArray();
        random.Shuffle(hours);
        var kinds = Enumerable.Range(day * incidents, incidents).Select(i => Incidents[i % Incidents.Length])
            .Concat(Enumerable.Range(day * harmless, harmless).Select(i => Harmless[i % Harmless.Length]));
        return [.. kinds.Zip(hours, plan.Make).Append(plan.Make(HappeningKind.PlannedWork, PlannedHour)).OrderBy(h => h.From)];
    }

    /// <summary>One happening in this hour of the day.</summary>
    public Happening Make(HappeningKind kind, int hour)
    {
        var from = (hour * Hour) + Between(5 * Minute, 15 * Minute);
        return kind switch
        {
            HappeningKind.DiskFills => Fill(from),
            HappeningKind.TwoBlips => TwoBlips(from),
            HappeningKind.FlappingProvider => Of(kind, Enumerable.Range(0, 15).Select(i => new Effect(from + (i * 40), from + (i * 40) + 20) { Component = Parts.Provider })),
            HappeningKind.ApplicationOutage => ApplicationOutage(from),
            _ when kind >= HappeningKind.ComponentDown => Of(kind, Incident(kind, from)),
            _ => Of(kind, Trouble(kind, from)),
        };
    }

    private static Happening Of(HappeningKind kind, IEnumerable<Effect> effects)
    {
        List<Effect> all = [.. effects];
        return new Happening(kind, all.Min(e => e.From), all.Max(e => e.To), all);
    }

    private static Effect[] Outage(double from, double to, bool hangs) =>
    [
        new(from, to) { Component = Parts.Database, Hangs = hangs },
        new(from, to) { Component = Parts.Queue },
        new(from, to) { Component = Parts.Webhook, BecauseOf = Parts.Database },
        new(from, to) { Success = 0 },
    ];

    private IEnumerable<Effect> Trouble(HappeningKind kind, double from)
    {
        var to = from + Between(1, LongestBlip);
        return kind switch
        {
            HappeningKind.NoisyChecks => Parts.Critical.Concat(Parts.Others).Select(c => new Effect(from, from + (10 * Minute)) { Component = c, Fails = 0.02 }),
            HappeningKind.Blip => [new(from, to) { Component = Parts.Critical[random.Next(Parts.Critical.Count)], Success = Between(0.5, 1) }],
            HappeningKind.HostStandsStill => Outage(from, to, hangs: true),
            HappeningKind.ProviderBlip => [new(from, to) { Component = Parts.Provider }, new(from, to) { Success = Between(0.3, 0.8) }],
            HappeningKind.SlowBlip => [new(from, to) { Seconds = Between(3.5, 8) }],
            HappeningKind.PlannedWork => [new(from, from + Between(2 * Minute, 20 * Minute)) { Component = Parts.Database, Success = 0 }],
            HappeningKind.BusyProcessor => [new(from, from + Between(20, 5 * Minute)) { Processor = 100 }],
            _ => [new(from, from + Between(1 * Minute, 5 * Minute)) { Success = Between(0.925, 0.95) }],
        };
    }

    // Just under its limit a figure of 60 s needs up to two minutes to say so, and then it must last.
    private Effect[] Incident(HappeningKind kind, double from)
    {
        var to = from + Between(2 * Minute, 12 * Minute);
        return kind switch
        {
            HappeningKind.ComponentDown => [new(from, from + Between(1 * Minute, 12 * Minute)) { Component = Parts.Critical[random.Next(Parts.Critical.Count)] }],
            HappeningKind.DatabaseIntermittent => [new(from, to) { Component = Parts.Database, Fails = Between(0.4, 0.7), Success = Between(0.6, 0.95) }],
            HappeningKind.DatabaseSlow => [new(from, to) { Component = Parts.Database, Hangs = true, Seconds = Between(4, 8) }],
            HappeningKind.SuccessBelow90 => [new(from, to + (1 * Minute)) { Success = Between(0.87, 0.895) }],
            HappeningKind.SuccessBelow85 => [new(from, to) { Success = Between(0.7, 0.845) }],
            HappeningKind.FullOutage => Outage(from, to, hangs: random.Next(2) == 0),
            _ => [new(from, to) { Component = Parts.LoadBalancer, Success = 0.5 }, new(from, to) { Component = Parts.Provider }],
        };
    }

    private Happening Fill(double from)
    {
        var to = from + Between(10 * Minute, 30 * Minute);
        const double Full = 98;
        var critical = from + ((to - from) * (90 - World.UsualDisk) / (Full - World.UsualDisk));
        return new Happening(HappeningKind.DiskFills, critical, to, [new Effect(from, to) { Disk = Full }]);
    }

    private Happening TwoBlips(double from)
    {
        var component = Parts.Critical[random.Next(Parts.Critical.Count)];
        var second = from + LongestBlip + Between(1 * Minute, 4 * Minute);
        return Of(HappeningKind.TwoBlips,
        [
            new(from, from + Between(5, LongestBlip)) { Component = component },
            new(second, second + Between(5, LongestBlip)) { Component = component },
        ]);
    }

    // Both applications at once and a provider's blip in the middle: three that are not critical weigh as much as one that is.
    private Happening ApplicationOutage(double from)
    {
        var blip = from + Between(1 * Minute, 4 * Minute);
        return Of(
            HappeningKind.ApplicationOutage,
            [
                .. Parts.Applications.Select(a => new Effect(from, from + (6 * Minute)) { Component = a }),
                new Effect(blip, blip + Between(1, LongestBlip)) { Component = Parts.Provider },
            ]);
    }

    private double Between(double least, double most) => least + (random.NextDouble() * (most - least));
}
