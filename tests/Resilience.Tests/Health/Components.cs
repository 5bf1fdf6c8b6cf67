using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

/// <summary>Components in a known state.</summary>
internal static class Components
{
    public static ComponentHealth Up(string name, bool isCritical = true) => ComponentHealth.Unknown(name, isCritical);

    public static ComponentHealth Down(string name, bool isCritical = true, string? becauseOf = null) =>
        ComponentHealth.Unknown(name, isCritical) with { State = new ComponentState(false, 3, 0), BecauseOf = becauseOf };
}
