namespace Relevo.Gateway.Api.Operations;

/// <summary>Changes of the level, newest first.</summary>
internal sealed record LevelsView(IReadOnlyList<LevelLine> Items);
