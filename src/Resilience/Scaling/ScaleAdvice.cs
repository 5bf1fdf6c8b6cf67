namespace Relevo.Resilience.Scaling;

/// <summary>What would help.</summary>
public enum ScaleAdvice
{
    /// <summary>Nothing is missing.</summary>
    Stay = 0,

    /// <summary>More workers here.</summary>
    Up = 1,

    /// <summary>Fewer workers here.</summary>
    Down = 2,

    /// <summary>More machines: the processors are what limits, or the workers are at their most.</summary>
    Out = 3,
}
