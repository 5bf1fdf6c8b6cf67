namespace Relevo.Resilience.Degradation;

/// <summary>A part that can do with less. Registered by the part itself.</summary>
public interface IDegradable
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>
    /// Puts a restriction in force, at once and without blocking. Called again with the same one after a failure, and once at
    /// the start. What it throws is told, and it is asked again within a second.
    /// </summary>
    void Apply(Restriction restriction);
}
