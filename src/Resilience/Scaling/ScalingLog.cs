using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Scaling;

internal static partial class ScalingLog
{
    [LoggerMessage(9080, LogLevel.Information, "Workers: {Before} become {After}; the oldest waits {Oldest:0.0} s, {Busy} are busy, the processors are at {Cpu:0} %.")]
    public static partial void Stepped(ILogger logger, int before, int after, double oldest, int busy, double cpu);

    [LoggerMessage(9081, LogLevel.Warning, "Another machine was asked for: the processors are at {Cpu:0} %.")]
    public static partial void AskedForMachines(ILogger logger, double cpu);
}
