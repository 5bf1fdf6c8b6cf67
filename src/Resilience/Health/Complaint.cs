namespace Relevo.Resilience.Health;

/// <summary>Something is wrong, in the words of the part that noticed it.</summary>
/// <param name="Source">Who complains; a newer complaint of the same source replaces the older one.</param>
/// <param name="Weight">The level that this alone asks for.</param>
/// <param name="Message">A sentence for operators: no secrets, no content of messages.</param>
public sealed record Complaint(string Source, HealthLevel Weight, string Message)
{
    /// <summary>True when what it complains of has ended, and it stands only until its figure has forgotten it: nobody is called out for it.</summary>
    public bool IsPast { get; init; }
}
