using System.Collections.Immutable;

namespace Relevo.Gateway.Delivery;

/// <summary>Whether the backup addresses of applications are asked before the first one: of all of them, or of some. Safe from any thread.</summary>
internal sealed class BackupSwitch
{
    private volatile bool _areActive;
    private ImmutableSortedSet<string> _isolated = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Raised after it was switched. Must not block.</summary>
    public event Action? Changed;

    /// <summary>Backups come first everywhere.</summary>
    public bool AreActive
    {
        get => _areActive;
        set
        {
            _areActive = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Applications whose first address is left alone while another serves.</summary>
    public IReadOnlyCollection<string> Isolated => Volatile.Read(ref _isolated);

    /// <summary>Leaves the first address of an application alone.</summary>
    /// <returns>False when it was already.</returns>
    public bool Isolate(string application) => Switch(static (known, name) => known.Add(name), application);

    /// <summary>Asks the first address of an application first again.</summary>
    /// <returns>False when it was asked.</returns>
    public bool Readmit(string application) => Switch(static (known, name) => known.Remove(name), application);

    /// <summary>The same for all that were isolated.</summary>
    public void ReadmitAll() => Switch(static (known, _) => known.Clear(), "");

    /// <summary>Whether the first address of an application is asked last.</summary>
    public bool AsksFirstLast(string application) => _areActive || Volatile.Read(ref _isolated).Contains(application);

    private bool Switch(Func<ImmutableSortedSet<string>, string, ImmutableSortedSet<string>> change, string application)
    {
        var isChanged = ImmutableInterlocked.Update(ref _isolated, change, application);
        if (isChanged)
        {
            Changed?.Invoke();
        }

        return isChanged;
    }
}
