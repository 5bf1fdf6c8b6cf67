namespace Relevo.Resilience.Vitals;

/// <summary>A figure by which the whole is judged; the part that it belongs to registers it.</summary>
public interface IVital
{
    /// <summary>Its name, as in the settings and complaints.</summary>
    string Name { get; }

    /// <summary>From where on it is bad, as the settings say now.</summary>
    VitalRule Rule { get; }

    /// <summary>Reads it; called once a second, from memory or at the cost of a system call. Null when there is too little to judge by.</summary>
    VitalReading? Read();
}
