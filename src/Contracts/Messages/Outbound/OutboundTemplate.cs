using System.Text.Json;

namespace Relevo.Contracts.Messages.Outbound;

/// <summary>A template, under the name the provider knows.</summary>
/// <param name="Name">Name or id at the provider.</param>
/// <param name="Language">Language code (<c>es</c>, <c>en_US</c>).</param>
/// <param name="Components">Its parameters in Meta's form: a list of <c>{type, sub_type?, index?, parameters:[{type, …, parameter_name?}]}</c>; null without parameters.</param>
public sealed record OutboundTemplate(string Name, string Language, JsonElement? Components);
