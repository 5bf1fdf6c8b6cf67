using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Causes;

/// <summary>What is known of one cause: where it stands, who was told, how often it changed.</summary>
internal sealed class CauseState
{
    private readonly Queue<TimeSpan> _changes = new();
    private int _direction; // of the last change: 1 for worse, -1 for better, 0 for neither

    /// <summary>Where it stands; healthy when nothing is wrong with it.</summary>
    public HealthLevel Level { get; set; }

    /// <summary>The last change in its stable word.</summary>
    public string Change { get; set; } = "";

    /// <summary>The worst level that was told since it was last well; healthy when nothing was.</summary>
    public HealthLevel Told { get; set; }

    /// <summary>The worst level that was told since it began to come and go: what comes again no worse is held back.</summary>
    public HealthLevel FlapTold { get; set; }

    /// <summary>Everybody who was told since it was last well.</summary>
    public HashSet<Listener> Listeners { get; } = [];

    /// <summary>What stands and was kept quiet; null when nothing was.</summary>
    public Notice? Muted { get; set; }

    /// <summary>The last notice of it.</summary>
    public Notice? Last { get; private set; }

    /// <summary>Where it stands by the last notice of it, in words.</summary>
    public string Stands => LevelWords.Of(Last?.Stands ?? Level);

    public bool IsFlapping { get; private set; }

    /// <summary>Changes since it began to come and go.</summary>
    public int FlapChanges { get; private set; }

    public TimeSpan FlapSince { get; private set; }

    public TimeSpan LastChange { get; private set; } = TimeSpan.MinValue;

    public bool IsAt(HealthLevel level, string change) => Level == level && (level == HealthLevel.Healthy || Change == change);

    /// <summary>Takes a change; true when with it the cause begins to come and go.</summary>
    public bool Enter(Notice notice, HealthLevel level, string change, TimeSpan now, int most, TimeSpan window)
    {
        var isOneWay = IsOneWay(level);
        (Last, Level, Change, LastChange) = (notice, level, change, now);
        if (IsFlapping)
        {
            FlapChanges++;
            return false;
        }

        Forget(now - window);
        if (!isOneWay)
        {
            _changes.Enqueue(now);
        }

        if (_changes.Count <= most)
        {
            return false;
        }

        (IsFlapping, FlapChanges, FlapSince) = (true, _changes.Count, _changes.Peek());
        return true;
    }

    /// <summary>It comes and goes no more.</summary>
    public void Settle()
    {
        (IsFlapping, FlapTold) = (false, HealthLevel.Healthy);
        _changes.Clear();
    }

    /// <summary>It is well: who was told is told so, and the next time begins anew.</summary>
    public IReadOnlyList<Listener> TakeListeners()
    {
        Listener[] listeners = [.. Listeners];
        Listeners.Clear();
        Told = HealthLevel.Healthy;
        Muted = null;
        return listeners;
    }

    /// <summary>True when nothing is lost by forgetting it.</summary>
    public bool IsForgotten(TimeSpan before)
    {
        Forget(before);
        return Level == HealthLevel.Healthy && !IsFlapping && _changes.Count == 0;
    }

    // What gets worse step by step, and better step by step, neither comes nor goes in between.
    private bool IsOneWay(HealthLevel level)
    {
        var before = _direction;
        _direction = level.CompareTo(Level);
        return _direction != 0 && _direction == before;
    }

    private void Forget(TimeSpan before)
    {
        while (_changes.TryPeek(out var first) && first <= before)
        {
            _changes.Dequeue();
        }
    }
}
