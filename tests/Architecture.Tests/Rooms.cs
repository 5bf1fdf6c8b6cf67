using System.Reflection;

namespace Relevo.Architecture.Tests;

/// <summary>The floors of the house: a project sees floors below its own and nothing beside it.</summary>
internal static class Rooms
{
    private const string Prefix = "Relevo.";
    private static readonly Dictionary<string, int> Floors = new(StringComparer.Ordinal)
    {
        ["Contracts"] = 0,
        ["Resilience"] = 1,
        ["LoadBalancer"] = 2,
        ["QueueProcessor"] = 2,
        ["Cache"] = 2,
        ["Providers"] = 2,
        ["Storage"] = 3,
        ["Sandbox"] = 3,
        ["Gateway"] = 4,
    };

    public static IReadOnlyCollection<string> Names => Floors.Keys;

    public static TheoryData<string> All { get; } = [.. Floors.Keys];

    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Floors.Keys.Select(Load)];

    public static bool MayUse(string room, string other) => Floors[other] < Floors[room];

    public static Assembly Load(string room) => Assembly.Load(room == "Gateway" ? "gateway" : Prefix + room);

    /// <summary>The room of an assembly's name, or null for others' assemblies.</summary>
    public static string? Of(AssemblyName name) => name.Name switch
    {
        "gateway" => "Gateway",
        { } text when text.StartsWith(Prefix, StringComparison.Ordinal) => text[Prefix.Length..],
        _ => null,
    };
}
