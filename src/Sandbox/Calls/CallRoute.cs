using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Calls;

/// <summary>Where a path leads.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Face">Whose API it is.</param>
/// <param name="Number">The number; null when there is none of that name, or when only the body names it (Bird v1).</param>
/// <param name="Name">The number's key, the id of the media, or Evolution's operation, as <paramref name="Kind"/> needs it.</param>
internal readonly record struct CallRoute(CallKind Kind, ProviderFace? Face = null, NumberState? Number = null, string Name = "");
