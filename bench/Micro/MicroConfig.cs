using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Relevo.Micro;

/// <summary>How every benchmark is run and shown.</summary>
internal static class MicroConfig
{
    // In this process: the benchmarks see internal types, which only this assembly may, and BenchmarkDotNet 0.14 would build
    // a project of its own for a .NET that it does not know by name.
    private static readonly Job Usual = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);

    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Usual.WithWarmupCount(5).WithIterationCount(12))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
        .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary);
}
