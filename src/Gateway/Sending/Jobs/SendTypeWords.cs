using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Sending.Jobs;

/// <summary>Types of messages as lower-case words, as the API has them.</summary>
internal sealed class SendTypeWords() : JsonStringEnumConverter<OutboundType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
