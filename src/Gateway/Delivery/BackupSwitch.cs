using System.Collections.Immutable;

namespace Relevo.Gateway.Delivery;

/// <summary>Whether the backup addresses of applications are asked before the first one: of all of them, or of some. Off at every start. Safe from any thread.</summary>
internal sealed class BackupSwitch
{
    private volatile bool _areActive;
    private ImmutableSortedSet<string> _isolated = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Backups come first everywhere.</summary>
    public bool AreActive
    {
        get => _areActive;
        set => _areActive = value;
    }

    /// <summary>Applications whose first address is left alone while another serves.</summary>
    public IReadOnlyCollection<string> Isolated => Volatile.Read(ref _isolated);

    /// <summary>Leaves the first address of an application alone.</summary>
    /// <returns>False when it was already.</returns>
    public bool Isolate(string application) => ImmutableInterlocked.Update(ref _isolated, static (known, name) => known.Add(name), application);

    /// <summary>Asks the first address of an application first again.</summary>
    /// <returns>False when it was asked.</returns>
    public bool Readmit(string application) => ImmutableInterlocked.Update(ref _isolated, static (known, name) => known.Remove(name), application);

    /// <summary>The same for all that were isolated.</summary>
    public void ReadmitAll() => ImmutableInterlocked.Update(ref _isolated, static known => known.Clear());

    /// <summary>Whether the first address of an application is asked last.</summary>
    public bool AsksFirstLast(string application) => _areActive || Volatile.Read(ref _isolated).Contains(application);
}
